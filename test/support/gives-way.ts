import { getPriority, setPriority } from 'node:os';

/** What mostly computes runs behind what is judged by the clock at the same time, and so do the programs that it starts. */
setPriority(Math.max(getPriority(), 5));
