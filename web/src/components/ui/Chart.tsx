/** One chart: ECharts in our theme, loaded when first needed, as wide as its place, with PNG, CSV and a table of values. */
import { DownloadOutlined, FileImageOutlined, LineChartOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Skeleton, Table, Tooltip } from 'antd'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Cell, downloadCsv, downloadUrl } from '@/lib/download'
import { useTheme } from '@/lib/theme'
import { palettes } from '@/lib/tokens'
import styles from './Chart.module.css'
import { useChart } from './useChart'

export interface ChartTable {
  columns: string[]
  rows: Cell[][]
  /** What a row leads to; its first cell becomes a button. */
  open?: (row: number) => void
}

interface Props {
  /** What the chart shows: read by screen readers, and the name of downloaded files. */
  label: string
  option: EChartsCoreOption
  height?: number
  /** Charts of one group share crosshair and zoom. */
  group?: string
  /** The same values as a table; with it come the table view and CSV. A function is called only when it is needed. */
  table?: () => ChartTable
  /** Where the server gives all points as CSV; without it the CSV holds what the chart shows. */
  csvUrl?: string
  /** Own buttons, before the chart's. */
  tools?: ReactNode
  /** With false there are no buttons at all. */
  withTools?: boolean
  /** For clicks and the like; called once for each chart that is made. */
  onReady?: (chart: ECharts) => void
}

export function Chart({ label, option, height = 320, group, table, csvUrl, tools, withTools = true, onReady }: Props) {
  const [asTable, setAsTable] = useState(false)
  const { name: theme } = useTheme()
  const { place, chart, isReady } = useChart({ option, theme, group, onReady })
  const shown = asTable && table ? table() : undefined
  const png = () => {
    const settings = { pixelRatio: 2, backgroundColor: palettes[theme].surface } as const
    downloadUrl(chart.current?.getDataURL(settings) ?? '', `${label}.png`)
  }
  return (
    <div className={styles.chart}>
      {withTools && (
        <div className={styles.tools}>
          {tools}
          <ChartButtons
            label={label}
            table={table}
            csvUrl={csvUrl}
            asTable={asTable}
            setAsTable={setAsTable}
            png={png}
          />
        </div>
      )}
      <div hidden={asTable} className={styles.place} style={{ height }}>
        {!isReady && <Skeleton.Node active rootClassName={styles.skeleton} />}
        <div ref={place} className={styles.canvas} role="img" aria-label={label} />
      </div>
      {shown && <Values table={shown} height={height} />}
    </div>
  )
}

interface ButtonsProps {
  label: string
  table?: () => ChartTable
  csvUrl?: string
  asTable: boolean
  setAsTable: (asTable: boolean) => void
  png: () => void
}

function ChartButtons({ label, table, csvUrl, asTable, setAsTable, png }: ButtonsProps) {
  const { t } = useTranslation()
  const csv = () => {
    if (csvUrl) return downloadUrl(csvUrl)
    const { columns, rows } = table?.() ?? { columns: [], rows: [] }
    downloadCsv(`${label}.csv`, columns, rows)
  }
  const flip = asTable ? t('chart.showChart') : t('chart.showTable')
  return (
    <>
      {table && (
        <Tool
          label={flip}
          icon={asTable ? <LineChartOutlined aria-hidden /> : <TableOutlined aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        />
      )}
      {!asTable && <Tool label={t('chart.png')} icon={<FileImageOutlined aria-hidden />} onClick={png} />}
      {table && <Tool label={t('chart.csv')} icon={<DownloadOutlined aria-hidden />} onClick={csv} />}
    </>
  )
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={onClick} />
    </Tooltip>
  )
}

/** Narrower ones would break their words. */
const COLUMN = 120

function Values({ table, height }: { table: ChartTable; height: number }) {
  const { open } = table
  const link = (text: Cell, _row: unknown, index: number) => (
    <Button type="link" size="small" onClick={() => open?.(index)}>
      {text}
    </Button>
  )
  const columns = table.columns.map((title, i) => ({
    title,
    dataIndex: i,
    align: i ? ('right' as const) : undefined,
    ...(i === 0 && open && { render: link }),
  }))
  const rows = table.rows.map((cells, key) => ({ ...cells, key }))
  return (
    <Table
      size="small"
      columns={columns}
      dataSource={rows}
      virtual
      scroll={{ y: height - 40, x: Math.max(480, table.columns.length * COLUMN) }}
      pagination={false}
    />
  )
}
