// For runners that import a plain module: Node 24 reads TypeScript by itself, older ones do through tsx.
import { register } from 'tsx/esm/api';

register();

export const { create } = await import('./adapter.ts');
