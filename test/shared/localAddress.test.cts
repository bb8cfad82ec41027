import { isLocalAddress } from '../../nodes/KlingVideo/shared/localAddress.ts';
import { pauseMs } from '../../nodes/KlingVideo/shared/pause.ts';

test.each([
	...[
		'localhost',
		'LOCALHOST',
		'localhost.',
		'n8n',
		'n8n.local',
		'a.internal',
		'nas.lan',
		'b.home.arpa',
		'home.arpa',
		'n8n.local.',
		'a.1.lan',
	],
	...['0.0.0.0', '10.1.2.3', '127.0.0.1', '127.255.0.9', '192.168.178.20', '169.254.1.1'],
	...['172.16.0.1', '172.19.10.200', '172.20.0.1', '172.29.0.1', '172.30.0.1', '172.31.255.255'],
	...[
		'[::]',
		'[::1]',
		'[fc00::1]',
		'[fd12:3456::1]',
		'[fe80::1]',
		'[fe9a::1]',
		'[fea0::1]',
		'[feb0::1]',
	],
	...['[::ffff:127.0.0.1]', '[::ffff:10.20.30.40]', '[::ffff:192.168.1.1]', '[::ffff:169.254.1.1]'],
	...['[::ffff:172.16.0.1]', '[::ffff:0.0.0.1]'],
])('%s is in the same network', (host) => {
	expect(isLocalAddress(`http://${host}:5678/path`)).toBe(true);
});

test.each([
	...[
		'n8n.example.com',
		'localhost.example.com',
		'notlocal.example',
		'mylocalhost.com',
		'a.xlocal',
	],
	...[
		'1.10.0.1',
		'11.0.0.1',
		'110.0.0.1',
		'8.127.0.1',
		'193.168.0.1',
		'1.192.168.9',
		'192.169.0.1',
	],
	...[
		'170.254.0.1',
		'1.169.254.9',
		'172.15.0.1',
		'172.32.0.1',
		'172.2.0.1',
		'1.172.16.9',
		'173.16.0.1',
	],
	...[
		'[2001:db8::1]',
		'[::2]',
		'[1::1]',
		'[2001:fc00::1]',
		'[2001::fe80]',
		'[fec0::1]',
		'[fe70::1]',
	],
	...['[::ffff:8.8.8.8]', '[::ffff:193.168.1.1]', '[ff02::1]', '[f000::1]'],
	...['10.example.com', '127.0.0.1.example.com', 'a10.0.0.1.example'],
])('%s is elsewhere', (host) => {
	expect(isLocalAddress(`https://${host}/`)).toBe(false);
});

test.each([
	[1000, undefined, 1000],
	[1000, 0, 0],
	[1000, 5000, 5000],
	[1000, 60_000, 60_000],
	[1000, 60_001, 60_000],
	[90_000, undefined, 90_000],
])('with a pause of %j and a server that asks for %j it is %i', (own, asked, ms) => {
	expect(pauseMs(own, asked, 60_000)).toBe(ms);
});
