// Writes src/contract from the schemas: one type file a kind, which is committed, and one
// validator a kind, which is built. `--check` fails where a committed file differs.
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { format } from 'prettier';

const schemas = new URL(
  '../python_helpers/pymastery/schemas/',
  import.meta.url
);
const contract = new URL('../src/contract/', import.meta.url);
const prettier = {
  singleQuote: true,
  trailingComma: 'none',
  arrowParens: 'avoid'
};

/** A saved notebook may come from a newer producer: a decoder passes fields it does not know. */
function tolerant(schema) {
  if (Array.isArray(schema)) {
    return schema.map(tolerant);
  }
  if (schema === null || typeof schema !== 'object') {
    return schema;
  }
  return Object.fromEntries(
    Object.entries(schema)
      .filter(
        ([key, value]) => !(key === 'additionalProperties' && value === false)
      )
      .filter(
        ([key, value]) => !(key === 'description' && typeof value === 'string')
      )
      .map(([key, value]) => [key, tolerant(value)])
  );
}

async function typesOf(schema, stem) {
  const source = await compile(schema, schema.title, {
    bannerComment: `// Generated from ${stem}.schema.json by devtools/contract.mjs: change the schema, then run \`npm run generate\`.`,
    format: false
  });
  return format(source, { ...prettier, parser: 'typescript' });
}

function validatorOf(schema, stem) {
  const ajv = new Ajv({
    code: { source: true, esm: true },
    strict: true,
    inlineRefs: false
  });
  const source = standaloneCode(ajv, ajv.compile(tolerant(schema)));
  return `// Generated from ${stem}.schema.json by devtools/contract.mjs.\n// @ts-nocheck\n${source}\n`;
}

const check = process.argv.includes('--check');
for (const file of readdirSync(schemas).sort()) {
  const stem = file.replace('.schema.json', '');
  // the first version of a kind has the kind's name
  const name = stem.replace(/\.v1$/, '');
  const schema = JSON.parse(readFileSync(new URL(file, schemas), 'utf8'));
  const types = new URL(`${name}.ts`, contract);
  const text = await typesOf(schema, stem);
  if (!existsSync(types) || readFileSync(types, 'utf8') !== text) {
    if (check) {
      console.error(
        `src/contract/${name}.ts differs from its schema: run npm run generate`
      );
      process.exitCode = 1;
    } else {
      writeFileSync(types, text);
    }
  }
  writeFileSync(
    new URL(`${name}.validate.ts`, contract),
    validatorOf(schema, stem)
  );
}
