// Frames come out of a stream of bytes as they went in, however the stream was cut.
import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameReader, FrameWriter } from "../../dist/runtime/node/frames.js";

const text = (frame: Uint8Array): string => Buffer.from(frame).toString("hex");

test("frames survive every way to cut the stream", () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
  const cuts = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(frames, cuts, (sent, lengths) => {
      const writer = new FrameWriter();
      const got: string[] = [];
      const reader = new FrameReader(300, (frame) => got.push(text(frame)));
      const stream: Buffer[] = [];
      sent.forEach((frame, i) => {
        writer.add(frame);
        if (i % 3 === 0) stream.push(writer.take());
      });
      stream.push(writer.take());
      const bytes = Buffer.concat(stream);
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const end = at + (lengths[i % lengths.length] as number);
        const piece = Buffer.from(bytes.subarray(at, end));
        expect(reader.push(piece)).toBe(true);
        piece.fill(0xee); // the bytes are the reader's for the length of the call only
        at = end;
      }
      expect(got).toEqual(sent.map(text));
    }),
  );
});

test("what was taken stays as it was when more is added", () => {
  const writer = new FrameWriter();
  writer.add(Buffer.alloc(10, 1));
  const first = writer.take();
  writer.add(Buffer.alloc(5000, 2));
  const second = writer.take();
  expect([first.length, first[13], second.length, second[5003]]).toEqual([14, 1, 5004, 2]);
  expect(writer.isEmpty).toBe(true);
});

test("a frame that is announced as too long is refused before it comes", () => {
  const reader = new FrameReader(1000, () => expect.unreachable());
  expect(reader.push(Buffer.from([0, 0]))).toBe(true);
  expect(reader.push(Buffer.from([3, 0xe9]))).toBe(false);
});
