import { ExternalSecretsProxy, type ExecutionLifecycleHooks } from 'n8n-core';
import type { IWorkflowBase, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { TestCredentialsHelper } from './credentialsHelper.cts';
import { Container } from './engineModules.cts';
import { credentialTypeOf, type RunOptions } from './runOptions.cts';

/** What n8n hands to the engine beside the workflow: credentials, addresses, hooks. */
export function additionalDataOf(
	options: RunOptions,
	workflow: Pick<IWorkflowBase, 'id' | 'settings'>,
	executionId?: string,
	hooks?: ExecutionLifecycleHooks,
): IWorkflowExecuteAdditionalData {
	const base = options.instanceUrl ?? 'http://127.0.0.1:5678/';
	const limit = workflow.settings?.executionTimeout ?? -1;
	return {
		credentialsHelper: new TestCredentialsHelper(
			credentialTypeOf(options),
			options.credentials ?? {},
		),
		executeWorkflow:
			options.executeWorkflow ??
			(async () => {
				throw new Error('The test runs no sub-workflow');
			}),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executionId,
		executionTimeoutTimestamp: limit > 0 ? Date.now() + limit * 1000 : undefined,
		workflowId: workflow.id,
		workflowSettings: workflow.settings,
		hooks,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}form`,
		formWaitingBaseUrl: `${base}form-waiting`,
		formTestBaseUrl: `${base}form-test`,
		webhookBaseUrl: `${base}webhook`,
		webhookWaitingBaseUrl: `${base}webhook-waiting`,
		webhookTestBaseUrl: `${base}webhook-test`,
		mcpBaseUrl: `${base}mcp`,
		mcpTestBaseUrl: `${base}mcp-test`,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		startRunnerTask: async () => {
			throw new Error('The tests have no task runner');
		},
	};
}
