/** A jest reporter that ends the run with one plain line, e.g. `123 passed, 0 failed`. */
module.exports = class PlainCount {
	onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
		process.stdout.write(
			`\n${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed\n`,
		);
	}
};
