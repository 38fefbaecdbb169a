// Runs tests in Pyodide, which is CPython for WebAssembly and has pointers of four bytes:
// pyodide.mjs [PYTEST ARGUMENT...]. pytest and hypothesis are those of .venv: nothing is downloaded.
import { readdirSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { loadPyodide } from 'pyodide';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The tests of what is read from memory, and of modules, whose files are in an archive there. */
const memory =
  /^test_(layout.*|frames|memory|describe|graph|bytecode_subjects)\.py$/;

function files() {
  const folder = 'python_helpers/tests';
  return readdirSync(`${root}${folder}`)
    .filter(name => memory.test(name))
    .map(name => `${folder}/${name}`);
}

function output(fd) {
  return { write: bytes => writeSync(fd, bytes) };
}

/** jsonschema requires a library in Rust: the validator of the extension stands in for it. */
function jsonschema(dumps) {
  const plain = value => JSON.parse(dumps(value));
  return {
    Draft7Validator(schema) {
      const ajv = new Ajv({ strict: false });
      const validate = ajv.compile(plain(schema));
      return {
        validate(payload) {
          if (!validate(plain(payload))) {
            throw new Error(ajv.errorsText(validate.errors));
          }
        }
      };
    }
  };
}

const pyodide = await loadPyodide({
  env: {
    HOME: '/home/pyodide',
    PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0'
  }
});
pyodide.setStdout(output(1));
pyodide.setStderr(output(2));
const [version] = readdirSync(`${root}.venv/lib`);
pyodide.mountNodeFS('/checkout', root);
pyodide.mountNodeFS('/library', `${root}.venv/lib/${version}/site-packages`);

const given = process.argv.slice(2);
const names = given.some(each => each.includes('.py')) ? [] : files();
const run = pyodide.runPython(`
import os, sys

def run(arguments, jsonschema):
    os.chdir("/checkout")
    sys.path.append("/library")
    sys.modules["jsonschema"] = jsonschema
    import pytest
    return int(pytest.main(arguments))
run
`);
process.exitCode = run(
  pyodide.toPy([...given, ...names]),
  jsonschema(pyodide.pyimport('json').dumps)
);
