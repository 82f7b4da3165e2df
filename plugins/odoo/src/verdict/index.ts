export { EvidenceList, SourceLink } from './EvidenceList';
export { ReasonList } from './ReasonList';
export { useVerdictWord, VerdictWord } from './VerdictWord';
