// Every scenario: a new one is a file of its own and a line here. Its `place` says where the panel shows it.
export { textToVideo } from './textToVideo';
export { imageToVideo } from './imageToVideo';
export { firstLastFrame } from './firstLastFrame';
export { referenceToVideo } from './referenceToVideo';
export { multiShot } from './multiShot';
export { editVideo } from './editVideo';
export { motionControl } from './motionControl';
export { avatar } from './avatar';
export { lipSync } from './lipSync';
export { templateEffect } from './templateEffect';
