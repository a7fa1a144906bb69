import { toOneLine } from '../plain-text.ts';

/** A comment line of Terraform; whatever the text holds, it stays one line. */
export function renderComment(text: string): string {
  return `# ${toOneLine(text)}\n`;
}
