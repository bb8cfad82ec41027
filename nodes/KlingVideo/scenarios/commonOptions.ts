import { nativeFields } from '../parameters/native/nativeFields';
import { submittingFields } from '../parameters/submitting';

/** The options of every scenario, behind its own: how the task is submitted, then what a gateway takes beside them. */
export const commonOptions = [...submittingFields, ...nativeFields];
