/** The machines that have what a profile asks for, or that none has. */
import { WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { fitting, type Wanted } from './fitting'
import type { Machine } from './queries'

const NAMED = 3

export function Fitting({ machines, wanted }: { machines: Machine[]; wanted: Wanted }) {
  const { t } = useTranslation('compute-profiles')
  const found = fitting(machines, wanted)
  const names = found.slice(0, NAMED).map(({ name }) => name)
  const rest = found.length - names.length
  if (found.length === 0)
    return (
      <span className="mw-muted">
        <WarningOutlined aria-hidden /> {t('noMachine')}
      </span>
    )
  return (
    <span title={found.map(({ name }) => name).join(', ')}>
      {names.join(', ')}
      {rest > 0 && ` ${t('andMore', { count: rest })}`}
    </span>
  )
}
