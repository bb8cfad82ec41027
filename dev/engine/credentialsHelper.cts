import './engineProcess.cts';
import {
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type Workflow,
} from 'n8n-workflow';

/**
 * n8n's CredentialsHelper without its database: one credential of one type. Defaults of the type are
 * filled in and `authenticate` is applied as n8n does, in its generic and in its function form.
 */
export class TestCredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly type: ICredentialType | undefined,
		private readonly data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.typeOf(name).extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.typeOf(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		// n8n makes the headers even when the type only adds a query.
		options.headers ??= {};
		const resolve = (value: string): string => {
			if (!isExpression(value)) return value;
			const keys = { $credentials: credentials };
			const resolved: unknown = workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				keys,
				undefined,
				'',
			);
			return resolved ? String(resolved) : '';
		};
		const generic = authenticate as IAuthenticateGeneric;
		for (const [part, entries] of Object.entries(generic.properties)) {
			const target: Record<string, unknown> = {
				...(Reflect.get(options, part) as Record<string, unknown> | undefined),
			};
			for (const [key, value] of Object.entries(entries ?? {})) {
				target[resolve(key)] = resolve(String(value));
			}
			Reflect.set(options, part, target);
		}
		return options;
	}

	/** The credential has no token that expires. */
	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new UnexpectedError('The tests keep no encrypted credential');
	}

	async getDecrypted(
		_additionalData: unknown,
		_nodeCredentials: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const properties = this.getCredentialsProperties(type);
		const filled = NodeHelpers.getNodeParameters(
			properties,
			this.data as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		return { ...(filled as ICredentialDataDecryptedObject | null), ...this.data };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.typeOf(type).properties;
	}

	private typeOf(name: string): ICredentialType {
		if (this.type?.name === name) return this.type;
		throw new UnexpectedError(`The test knows no credential type "${name}"`);
	}
}
