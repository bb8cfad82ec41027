const { TestEnvironment } = require('jest-environment-node');

/** Once a mutant is caught, the other tests of the file are left out. */
module.exports = class FirstFailure extends TestEnvironment {
	caught = false;

	handleTestEvent(event) {
		if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) return;
		if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.caught = true;
		if (event.name === 'test_start' && this.caught) event.test.mode = 'skip';
	}
};
