/**
 * The file of an LMDB store, looked at before LMDB opens it: LMDB takes its file for sound, and what is not there or points to nowhere would end the whole program.
 *
 * Flow: the two heads of the file -> the newer one's tree, page by page, from its root: each page is what the page above says, in the file, and has its entries in
 * order. Values beside the tree (of several pages) are looked at no further than that they are there; each has a checksum, see record.ts.
 * Source: the layout of LMDB 1.0, as the package lmdb builds it.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const MAGIC = 0xbeefc0de;
/** The layout that is known here. LMDB itself refuses a file of another one. */
const LAYOUT = 2;
/** What stands in front of a page's contents: its number, a transaction, flags, and where its entries are. */
const HEADER = 24;
const HEAD_LENGTH = 160;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const MOST_LEVELS = 32;
const [BRANCH, LEAF, OVERFLOW, META] = [1, 2, 4, 8];
const KINDS = 15;
/** Of an entry: its value has pages of its own. */
const BIG = 1;

class Unsound extends Error {}

/** Whether LMDB can open a file without harm. One that another program writes to meanwhile can't be judged: it counts as sound. */
export function isSound(path: string): boolean {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    // LMDB makes its heads first: a program was killed before.
    if (size === 0 || isOther(handle)) return true;
    const before = latest(handle);
    if (before === undefined) return false;
    const inFile = Math.floor(size / before.pageSize);
    // Pages that a transaction took and gave back are not written: the file may be a little shorter.
    if (before.pages > 2 * inFile + 1024) return false;
    const pages = Math.min(before.pages, inFile);
    try {
      for (const { root, depth, compare } of before.trees)
        if (root !== NO_PAGE) new Tree(handle, before.pageSize, pages, compare).check(Number(root), depth);
      return true;
    } catch (error) {
      if (!(error instanceof Unsound)) throw error;
      return latest(handle)?.transaction !== before.transaction;
    }
  } finally {
    closeSync(handle);
  }
}

function isOther(handle: number): boolean {
  const start = read(handle, 24, 8);
  return start.length === 8 && start.readUInt32LE(0) === MAGIC && start.readUInt16LE(4) !== LAYOUT;
}

type Compare = (a: Buffer, b: Buffer) => number;

/** What a head says: the trees of free pages and of values, by their first pages and levels. */
interface Head {
  readonly pageSize: number;
  readonly transaction: bigint;
  /** How many pages are in use, or were. */
  readonly pages: number;
  readonly trees: readonly { readonly root: bigint; readonly depth: number; readonly compare: Compare }[];
}

/** The free pages are under the numbers of transactions. */
function byNumber(a: Buffer, b: Buffer): number {
  if (a.length !== 8 || b.length !== 8) throw new Unsound();
  return Number(a.readBigUInt64LE(0) - b.readBigUInt64LE(0));
}

/** The head that LMDB goes by; undefined when one of the two is none. */
function latest(handle: number): Head | undefined {
  const first = headAt(handle, 0);
  const second = first && headAt(handle, first.pageSize);
  if (first === undefined || second === undefined || first.pageSize !== second.pageSize) return undefined;
  return first.transaction > second.transaction ? first : second;
}

function headAt(handle: number, at: number): Head | undefined {
  const bytes = read(handle, at, HEAD_LENGTH);
  if (bytes.length < HEAD_LENGTH || bytes.readUInt32LE(24) !== MAGIC) return undefined;
  const pageSize = bytes.readUInt32LE(48);
  const isHead = (bytes.readUInt16LE(18) & KINDS) === META && bytes.readBigUInt64LE(0) === BigInt(at === 0 ? 0 : 1);
  if (!isHead || pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  const tree = (place: number, compare: Compare) => ({
    root: bytes.readBigUInt64LE(place + 40),
    depth: bytes.readUInt16LE(place + 6),
    compare,
  });
  const [pages, transaction] = [Number(bytes.readBigUInt64LE(144)) + 1, bytes.readBigUInt64LE(152)];
  return { pageSize, transaction, pages, trees: [tree(48, byNumber), tree(96, Buffer.compare)] };
}

/** A tree of pages. Errors, of all of it: `Unsound`. */
class Tree {
  private readonly seen = new Set<number>();

  constructor(
    private readonly handle: number,
    private readonly pageSize: number,
    private readonly pages: number,
    private readonly compare: Compare,
  ) {}

  /** Looks at a page and those below it, whose keys are from `low` on and below `high`. */
  check(number: number, depth: number, low?: Buffer, high?: Buffer): void {
    if (depth < 1 || depth > MOST_LEVELS || this.seen.has(number)) throw new Unsound();
    this.seen.add(number);
    const isLeaf = depth === 1;
    const page = this.page(number, isLeaf ? LEAF : BRANCH, this.pageSize);
    const count = page.readUInt16LE(20) >> 1;
    if (count === 0 || HEADER + count * 2 > this.pageSize) throw new Unsound();
    const entries = Array.from({ length: count }, (_, i) => this.entry(page, i, isLeaf));
    for (const [i, { key, child }] of entries.entries()) {
      // The first key of a branch is left out: it is the one above it.
      const from = isLeaf || i > 0 ? key : low;
      const to = entries[i + 1]?.key ?? high;
      if (from !== undefined && to !== undefined && this.compare(from, to) >= 0) throw new Unsound();
      if (from !== undefined && low !== undefined && this.compare(from, low) < 0) throw new Unsound();
      if (!isLeaf) this.check(child, depth - 1, from, to);
    }
  }

  /** The beginning of the pages from `number` on, which are of one kind. */
  private page(number: number, kind: number, length: number, pages = 1): Buffer {
    if (number < 2 || number + pages > this.pages) throw new Unsound();
    const bytes = read(this.handle, number * this.pageSize, length);
    const isRight = bytes.length === length && bytes.readBigUInt64LE(0) === BigInt(number);
    if (!isRight || (bytes.readUInt16LE(18) & KINDS) !== kind) throw new Unsound();
    return bytes;
  }

  private entry(page: Buffer, i: number, isLeaf: boolean): { readonly key: Buffer; readonly child: number } {
    const at = HEADER + page.readUInt16LE(HEADER + i * 2);
    if (at + 8 > this.pageSize) throw new Unsound();
    const [low, flags, keyLength] = [page.readUInt32LE(at), page.readUInt16LE(at + 4), page.readUInt16LE(at + 6)];
    const end = at + 8 + keyLength;
    if (end > this.pageSize) throw new Unsound();
    const key = page.subarray(at + 8, end);
    if (!isLeaf) return { key, child: low + flags * 2 ** 32 };
    if ((flags & ~BIG) !== 0 || end + (flags === BIG ? 8 : low) > this.pageSize) throw new Unsound();
    if (flags === BIG) {
      const number = Number(page.readBigUInt64LE(end));
      const pages = Math.ceil((HEADER + low) / this.pageSize);
      if (this.page(number, OVERFLOW, HEADER, pages).readUInt32LE(20) < pages) throw new Unsound();
    }
    return { key, child: 0 };
  }
}

function read(handle: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, from));
}
