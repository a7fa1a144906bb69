import type { Rule } from '../finding.ts';
import {
  defaultType,
  enumDefault,
  parameterType,
  undeclaredParameter,
  unusedParameter,
} from './parameters.ts';
import { reviewRules } from './registry-review.ts';
import { unknownKey, validName } from './shape.ts';
import { parameterInShellText, sizeLimits, unescapedTag } from './texts.ts';

/** Every rule that needs nothing but the orb's text. */
export const orbRules: readonly Rule[] = [
  unknownKey,
  validName,
  parameterType,
  defaultType,
  enumDefault,
  undeclaredParameter,
  unusedParameter,
  unescapedTag,
  parameterInShellText,
  sizeLimits,
  ...reviewRules,
];
