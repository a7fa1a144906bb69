import { demoSecretPath } from '../core/administration/desired-resources.ts';
import { demoContext } from '../core/init/next-steps.ts';
import { parseReferences } from '../core/references/parse-references.ts';
import { outputOptions } from './administration.ts';
import { circleCiOptions, parseContextName } from './circleci-options.ts';
import { Problem } from './input.ts';
import { defineFlag, defineText, type Option } from './option.ts';
import { keepText, parseShape } from './texts.ts';

// The tutorial's secret, which `setup` can make.
const demoSecrets = `secret/${demoSecretPath} username | SECRET_DEMO_USERNAME
secret/${demoSecretPath} password | SECRET_DEMO_PASSWORD`;

/** What `init` is told. */
export const initOptions = {
  config: tellIfGiven(
    {
      description: "config to make or to extend; left out, the one at the repository's top",
      placeholder: 'file',
      default: '.circleci/config.yml',
      remedy: 'give the path of the config, such as .circleci/config.yml',
    },
    (text) => (text.trim() === '' ? new Problem('it is empty') : keepText(text)),
  ),
  job: defineText(
    {
      description: 'job that needs the secrets; left out, the only one',
      placeholder: 'name',
      default: '',
      remedy: "name one of the config's jobs",
    },
    (text) => parseShape(text, /^[a-z][\w-]*$/i, 'it is not the name of a job'),
  ),
  secrets: tellIfGiven(
    {
      description: 'references, one a line or between ";"; left out, the tutorial\'s secret',
      placeholder: 'text',
      default: demoSecrets,
      remedy: 'write them as the orb takes them: <path> <key> | NAME',
    },
    parseSecrets,
  ),
  context: defineText(
    {
      description: 'context that holds VAULT_ADDR and VAULT_ROLE',
      placeholder: 'name',
      default: demoContext,
      remedy: 'give the --name that the context has or shall have',
    },
    parseContextName,
  ),
  write: defineFlag('write the config; without it only the difference is shown'),
  ...circleCiOptions,
  ...outputOptions,
} as const;

/** An option's value, and whether it was given or is the default. */
interface TextGiven {
  readonly value: string;
  readonly isGiven: boolean;
}

function tellIfGiven(...[facts, parse]: Parameters<typeof defineText<string>>): Option<TextGiven> {
  const option = defineText(facts, parse);
  return {
    ...option,
    parse: (texts) => {
      const value = option.parse(texts);
      return value instanceof Problem ? value : { value, isGiven: texts.length > 0 };
    },
  };
}

/** Text whose variables stay as they are: the job expands them. */
function parseSecrets(text: string): string | Problem {
  if (/(?!\n)\p{Cc}/u.test(text)) return new Problem('it holds a control character');
  const [failure] = parseReferences(text, {}).failures;
  return failure === undefined ? text : new Problem(failure.why);
}
