/** What a status means to whoever looks: its shape and its colour. */
export type Tone = 'well' | 'attention' | 'trouble' | 'on-air' | 'idle' | 'waiting';
