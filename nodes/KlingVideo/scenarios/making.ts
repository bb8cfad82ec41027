/** The operations that make a video, by their stored values: those that pay for a task. */
export const MAKING = ['generate', 'submit'];
