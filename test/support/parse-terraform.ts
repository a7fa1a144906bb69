import { createRequire } from 'node:module';

// Its own types would bring a browser's globals into every file of the project.
const { parse }: { parse(name: string, text: string): Promise<unknown> } = createRequire(
  import.meta.url,
)('@cdktf/hcl2json');

/** Terraform text as HashiCorp's own parser reads it, in Terraform's JSON form. Throws on what is no HCL. */
export function parseTerraform(text: string): Promise<unknown> {
  return parse('main.tf', text);
}
