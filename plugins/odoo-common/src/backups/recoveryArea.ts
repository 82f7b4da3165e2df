// Descriptors name areas, and posted facts do; whoever judges backups finds them here.
export {
  recoveryAreaSchema,
  recoveryAreas,
  type RecoveryArea,
} from '../catalog';
