import { writeFileSync } from 'node:fs';
import { openApiDocument } from './document.ts';

/** Writes the description where the door's bundle takes it from. */
const file = new URL('../openapi/openapi.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
