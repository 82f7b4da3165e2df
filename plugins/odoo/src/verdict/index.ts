export { EvidenceList, SourceLink, sourceName } from './EvidenceList';
export { ReasonList } from './ReasonList';
export { StatusWord } from './StatusWord';
export { useVerdictWord, VerdictWord } from './VerdictWord';
export { WordAnnouncer } from './WordAnnouncer';
