/**
 * The part of WebAssembly's interface that is used here. TypeScript has it in its DOM library only, which the core
 * must not see; Node has it without being asked.
 */
declare namespace WebAssembly {
  /** A compiled program; it can be posted to another thread. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Instance {
    readonly exports: object;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Readonly<Record<string, object>>): Promise<Instance>;
}
