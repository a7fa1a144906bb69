import { expect, it } from 'vitest';
import { renderPlan } from '../../../../src/core/administration/render-plan.ts';
import type { Resource } from '../../../../src/core/administration/resource.ts';

const hostile = 'a\u001b[2K\u202eb';
const policy: Resource = { kind: 'policy', name: 'p', text: 'path "x" {}\n' };

it('a plan shows what stands in Vault without what a terminal would obey', () => {
  const text = renderPlan(
    [
      {
        state: 'change',
        resource: policy,
        fields: {},
        changes: [{ field: 'policy', from: `# ${hostile}\n`, to: policy.text }],
        kept: { owner: hostile },
      },
    ],
    false,
  );
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text).toContain('    - # a [2K b\n    + path "x" {}\n');
});
