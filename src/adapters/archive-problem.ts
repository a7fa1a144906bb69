/** Something is wrong with an archive that is what it should be by its digest. */
export class ArchiveProblem extends Error {
  /** A clause. */
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.why = why;
  }
}
