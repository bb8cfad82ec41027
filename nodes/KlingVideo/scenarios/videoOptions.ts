import { duration } from '../parameters/duration';
import { aspectRatio, generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';

/** The options of every scenario in which nothing but the user says how long the video is and what shape it has. */
export const videoOptions = [duration, resolution, aspectRatio, generateAudio, size, offPeak];
