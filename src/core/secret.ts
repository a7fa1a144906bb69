/**
 * A value that must not be seen. It prints, inspects and serialises as
 * `[secret]`, so that a log line, an error or a test's failure output cannot
 * carry it by accident; `reveal()` is the one way to the value.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Every call is a place where a secret leaves its wrapper. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
