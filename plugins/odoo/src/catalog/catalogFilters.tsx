import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type DefaultEntityFilters,
  EntityAutocompletePicker,
  type EntityFilter,
} from '@backstage/plugin-catalog-react';
import { odooTranslationRef } from '../translation';

/**
 * Keeps entities with one of these values in a field of the descriptor. The catalog's backend does it, so pages stay full and
 * their count right.
 */
abstract class FieldFilter implements EntityFilter {
  protected abstract readonly field: string;

  constructor(readonly values: string[]) {}

  getCatalogFilters(): Record<string, string[]> {
    return { [this.field]: this.values };
  }

  toQueryValue(): string[] {
    return this.values;
  }
}

class StageFilter extends FieldFilter {
  protected readonly field = 'spec.stage';
}

class HostingFilter extends FieldFilter {
  protected readonly field = 'spec.hosting';
}

class SeriesFilter extends FieldFilter {
  protected readonly field = 'spec.odoo.series';
}

class CriticalityFilter extends FieldFilter {
  protected readonly field = 'spec.criticality';
}

type OdooFilters = DefaultEntityFilters & {
  odooStage?: StageFilter;
  odooHosting?: HostingFilter;
  odooSeries?: SeriesFilter;
  odooCriticality?: CriticalityFilter;
};

// Each picker asks the catalog which values the chosen kind has, and shows nothing for a kind without the field.

/** Filter of the catalog's list by stage; of environments only. */
export function StagePicker() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <EntityAutocompletePicker<OdooFilters, 'odooStage'>
      label={t('catalog.filter.stage')}
      name="odooStage"
      path="spec.stage"
      Filter={StageFilter}
      showCounts
    />
  );
}

/** Filter of the catalog's list by hosting; of environments only. */
export function HostingPicker() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <EntityAutocompletePicker<OdooFilters, 'odooHosting'>
      label={t('catalog.filter.hosting')}
      name="odooHosting"
      path="spec.hosting"
      Filter={HostingFilter}
      showCounts
    />
  );
}

/** Filter of the catalog's list by series of Odoo; of environments only. */
export function SeriesPicker() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <EntityAutocompletePicker<OdooFilters, 'odooSeries'>
      label={t('catalog.filter.series')}
      name="odooSeries"
      path="spec.odoo.series"
      Filter={SeriesFilter}
      showCounts
    />
  );
}

/** Filter of the catalog's list by criticality; of tenants only. */
export function CriticalityPicker() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <EntityAutocompletePicker<OdooFilters, 'odooCriticality'>
      label={t('catalog.filter.criticality')}
      name="odooCriticality"
      path="spec.criticality"
      Filter={CriticalityFilter}
      showCounts
    />
  );
}
