import { appendFileSync } from 'node:fs';
import { runCurrent } from './current.ts';
import { complain } from './exchange.ts';
import { runLegacy } from './legacy.ts';

declare const GENERATION: '0.1' | '1.x';
declare const CALLS: string;

// A stand-in for the program "circleci". The build of it puts in which generation
// it is, and the file that its calls are kept in.
const args = process.argv.slice(2);
appendFileSync(CALLS, `${JSON.stringify({ args, environment: process.env })}\n`);
const run = GENERATION === '0.1' ? runLegacy : runCurrent;
run(args, process.env).then(
  (exitStatus) => {
    process.exitCode = exitStatus;
  },
  (error: unknown) => {
    complain(String(error));
    process.exitCode = 99;
  },
);
