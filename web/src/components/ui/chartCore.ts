/** The parts of ECharts that we use, in a chunk that loads with the first chart. */
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  AxisPointerComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { chartTheme } from '@/lib/chartTheme'
import type { ThemeName } from '@/lib/tokens'

echarts.use([
  BarChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  AxisPointerComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
])

const GROUP = 'modelwright'

/** Charts of one `group` share their crosshair and zoom. */
export function createChart(element: HTMLElement, theme: ThemeName, group = GROUP): echarts.ECharts {
  const chart = echarts.init(element, chartTheme(theme), { useDirtyRect: true })
  if (group !== GROUP) {
    chart.group = group
    echarts.connect(group)
  }
  return chart
}
