import { judgeCondition } from './conditions.ts';
import { fillTags } from './fill-tags.ts';
import { findDefinition, findOwnCommand, followName } from './library.ts';
import { bindArguments, type Place, readArguments, WrittenSteps } from './parameters.ts';
import { asList, asMap, readEntry } from './yaml-values.ts';

/** A call of one of this project's commands, as a job comes to it. */
export interface OwnCall {
  /** Such as `load-secrets`. */
  readonly command: string;
  /** Such as `job deploy, step 3`. */
  readonly place: string;
  /** The step's parameters, their tags filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Finds the calls among steps, or behind a tag that names some: in branches, in custom commands, in steps handed to them. */
export function walkSteps(value: unknown, place: Place): OwnCall[] {
  const steps = typeof value === 'string' ? fillTags(value, place.scope).value : value;
  if (steps instanceof WrittenSteps) return walkSteps(steps.steps, steps.place);
  return asList(steps).flatMap((step, index) => {
    const [name, settings] = readEntry(step) ?? [];
    if (name === undefined) return [];
    return walkStep(name, settings, { ...place, name: `${place.name}, step ${index + 1}` });
  });
}

function walkStep(name: string, settings: unknown, place: Place): OwnCall[] {
  if (name === 'steps') return walkSteps(settings, place);
  if (name === 'when' || name === 'unless') {
    const { condition, steps } = asMap(settings);
    const { mayHold, mayFail } = judgeCondition(fillTags(condition, place.scope));
    return (name === 'when' ? mayHold : mayFail) ? walkSteps(steps, place) : [];
  }
  const called = followName('commands', name, place.library);
  const command = findOwnCommand(called, place.library);
  if (command !== undefined) {
    const filled = asMap(fillTags(settings, place.scope).value);
    return [{ command, place: place.name, settings: filled }];
  }
  return walkCall(called, settings, place);
}

function walkCall(name: string, settings: unknown, caller: Place): OwnCall[] {
  const found = findDefinition('commands', name, caller.library);
  if (found === undefined || caller.callers.includes(found.body)) return [];
  const { body, library } = found;
  const home = {
    library,
    name: `${caller.name} (${name})`,
    callers: [...caller.callers, body],
  };
  const { parameters } = body;
  const given = readArguments(parameters, settings, caller);
  return walkSteps(body['steps'], { ...home, scope: bindArguments(parameters, given, home) });
}
