import { duration } from '../parameters/duration';
import { fileTransferFields } from '../parameters/fileTransfer';
import { image } from '../parameters/media';
import { offPeak, resolution, size } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { template } from '../parameters/template';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';

export const templateEffect: Scenario = {
	value: 'templateEffect',
	place: 90,
	name: 'Template Effect',
	action: 'Apply a template effect to a picture',
	description: 'Apply a ready-made effect to a picture; many gateways refuse it',
	body: { metadata: { scene_type: 'template_effect' } },
	fields: [image, template, optionalPrompt],
	options: [duration, resolution, size, offPeak, ...fileTransferFields, ...commonOptions],
};
