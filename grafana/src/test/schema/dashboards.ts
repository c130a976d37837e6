import type { Dashboard, Panel, RowPanel } from '@grafana/schema';
import type * as Heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as StateTimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** The two parts of a panel that Panel leaves open and that depend on the panel's type. */
interface PanelOfType<Options, Custom> {
  options: Options;
  fieldConfig?: {
    defaults: { custom?: Custom; [other: string]: unknown };
    [other: string]: unknown;
  };
  [other: string]: unknown;
}

/**
 * SchemaTest validates each panel on its own, so a dashboard and a row accept any panels here: a
 * choice between Panel and RowPanel would report a fault against both.
 */
export interface Schema {
  dashboard: Omit<Dashboard, 'panels'> & { panels?: unknown[] };
  row: Omit<RowPanel, 'panels'> & { panels: unknown[] };
  panel: Panel;
  heatmap: PanelOfType<Heatmap.Options, Heatmap.FieldConfig>;
  stat: PanelOfType<Stat.Options, undefined>;
  'state-timeline': PanelOfType<StateTimeline.Options, StateTimeline.FieldConfig>;
  table: PanelOfType<Table.Options, Table.FieldConfig>;
  timeseries: PanelOfType<TimeSeries.Options, TimeSeries.FieldConfig>;
}
