/** Nobody answers: the program behind the page is gone, or it is another one by now. */
export class Unreachable extends Error {
  override readonly name: string = 'Unreachable';
  constructor(cause: unknown) {
    super('The studio is not running', { cause });
  }
}
