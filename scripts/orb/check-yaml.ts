import type { Finding } from './finding.ts';
import { parseOrbText } from './orb-under-review.ts';

/** Why nothing else can be looked at: the text is not the YAML of a map. */
export function checkYaml(text: string): Finding[] {
  try {
    parseOrbText(text);
    return [];
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [{ rule: 'yaml', place: 'orb', what, remedy: 'correct the YAML' }];
  }
}
