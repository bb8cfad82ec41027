import type { N8nVersion } from './installedN8n.cts';
import type { PostgresDatabase } from './postgres.cts';
import type { RedisServer } from './redis.cts';

/** What an n8n is set up with, beyond n8n's own defaults. */
export interface N8nSettings {
	version: N8nVersion;
	/** The user folder: n8n keeps everything in `.n8n` in it. */
	userFolder: string;
	/** The port of the editor, the REST interface and the webhooks. */
	port: number;
	/** The port on which n8n's task runners find it; each process needs its own. */
	brokerPort: number;
	/** The database; SQLite in the user folder when left out. */
	postgres?: PostgresDatabase;
	/** Queue mode over this Redis. */
	redis?: RedisServer;
	/** Further variables, over the ones made here. */
	env?: Readonly<Record<string, string>>;
}

/** The key that encrypts stored credentials: the same for every process, so that workers and the command line read them. */
const ENCRYPTION_KEY = 'key-of-a-throw-away-test-instance';

/** Modules of 2.41 that fetch lists from n8n's servers at start; 2.8 lacks them and refuses their names. */
const MODULES_THAT_CALL_HOME = 'mcp-registry';

/**
 * The environment of an n8n process: nothing of the caller's own n8n or npm settings, nothing that calls home
 * (telemetry, version checks, templates, news), and the community package folder on.
 */
export function n8nEnvironment(settings: N8nSettings): Record<string, string> {
	const { version, userFolder, port, brokerPort, postgres, redis } = settings;
	return {
		...ofTheMachine(),
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_ONBOARDING_FLOW_DISABLED: 'true',
		N8N_LOG_LEVEL: 'info',
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		GENERIC_TIMEZONE: 'UTC',
		// Before 2.0 n8n kept files in memory unless told otherwise.
		...(version === '1.123.5' && { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' }),
		...(version === '2.41.1' && { N8N_DISABLED_MODULES: MODULES_THAT_CALL_HOME }),
		...(postgres && {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: postgres.database,
			DB_POSTGRESDB_USER: postgres.user,
			DB_POSTGRESDB_PASSWORD: postgres.password,
		}),
		...(redis && {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		}),
		...settings.env,
	};
}

/** Where programs, certificates and temporary files are. */
function ofTheMachine(): Record<string, string> {
	const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TZ', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'];
	return Object.fromEntries(
		kept.flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}
