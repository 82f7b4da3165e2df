export { EvidenceList, SourceLink, sourceName } from './EvidenceList';
export { ReasonList } from './ReasonList';
export { useVerdictWord, VerdictWord } from './VerdictWord';
