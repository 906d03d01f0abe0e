/** A table that holds its values only as long as somebody else has them: pids and references are the same object each time they come, and cost nothing once forgotten. */
export class Weak<K, V extends object> {
  private readonly refs = new Map<K, WeakRef<V>>();
  private readonly registry = new FinalizationRegistry<K>((key) => {
    if (this.refs.get(key)?.deref() === undefined) this.refs.delete(key);
  });

  get(key: K): V | undefined {
    return this.refs.get(key)?.deref();
  }

  set(key: K, value: V): V {
    this.refs.set(key, new WeakRef(value));
    this.registry.register(value, key);
    return value;
  }

  /** The one that is there, or else a new one. */
  take(key: K, make: () => V): V {
    return this.get(key) ?? this.set(key, make());
  }
}
