// A jest reporter that writes artifacts/jest.xml: how many tests there were and how they ended.
import { mkdirSync, writeFileSync } from 'node:fs';

const escape = text =>
  text.replace(/[<>&"]/g, sign => `&#${sign.charCodeAt(0)};`);

export default class Junit {
  onRunComplete(_contexts, results) {
    const tests = results.testResults.flatMap(file => file.testResults);
    const broken = results.numRuntimeErrorTestSuites;
    const cases = tests.map(
      test =>
        `<testcase name="${escape(test.fullName)}">${test.status === 'failed' ? '<failure/>' : ''}</testcase>`
    );
    mkdirSync('artifacts', { recursive: true });
    writeFileSync(
      'artifacts/jest.xml',
      `<testsuite name="jest" tests="${results.numTotalTests + broken}" failures="${results.numFailedTests}" errors="${broken}" skipped="${results.numPendingTests + results.numTodoTests}">${cases.join('')}</testsuite>`
    );
  }
}
