import type { AvailabilityResults } from './availability-results.ts';

/** How the helpers fared when servers failed or refused, as Markdown for the README. */
export function renderAvailabilityTable(results: AvailabilityResults): string {
  const { leaderLoss, rateLimits } = results;
  const rows = [
    ['what happens', 'helpers', 'got their secrets', 'tries of one request: mean', 'most'],
    ['---', '---:', '---:', '---:', '---:'],
    [describeLoss(leaderLoss), ...listFigures(leaderLoss)],
    ...rateLimits.map((limit) => [describeLimit(limit), ...listFigures(limit)]),
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\n${describeRun(results)}`;
}

function describeLoss({
  servers,
  secondsWithoutLeader,
  metTheLoss,
}: AvailabilityResults['leaderLoss']): string {
  const seconds = secondsWithoutLeader.toFixed(1);
  return `the leader of ${servers} servers is killed: ${seconds} s without one, met by ${metTheLoss}`;
}

function describeLimit({
  atOnce,
  loginsPerSecond,
  hasRetryAfter,
}: AvailabilityResults['rateLimits'][number]): string {
  const header = `${hasRetryAfter ? 'with' : 'without'} \`Retry-After\``;
  return `${atOnce} log in at once where ${loginsPerSecond} a second may, ${header}`;
}

function listFigures({
  helpers,
  succeeded,
  tries,
}: Pick<AvailabilityResults['leaderLoss'], 'helpers' | 'succeeded' | 'tries'>): string[] {
  return [String(helpers), String(succeeded), tries.mean.toFixed(1), String(tries.max)];
}

function describeRun({ date, machine, versions, leaderLoss }: AvailabilityResults): string {
  const { 'vault-oidc': _own, ...others } = versions;
  const named = Object.entries(others).map(([name, version]) => `${name} ${version}`);
  return [
    'Every helper is a whole `load-secrets` step; after a loss, the tries are those of the helpers that met it.',
    `A revocation never holds a step up for long: after the loss, ${leaderLoss.tokensLeft} tokens were left to end with their lease.`,
    `Measured by \`npm run test:availability\` on ${date} on ${machine.cores} cores (${machine.platform}) with ${named.join(', ')}.`,
  ].join('\n');
}
