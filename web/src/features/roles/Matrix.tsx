/** The matrix of rights: a row for each entity, a column for each action, in each cell how far the right reaches. */
import { LockOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useEntityName, useRightName } from '@/components/ui/useRightName'
import { type Cell, type Cells, choices, effective, type Scope, withCell } from './cells'
import styles from './Matrix.module.css'
import { actions, cellsOf, type Entity } from './queries'

interface Props {
  entities: Entity[]
  cells: Cells
  /** None: it is only shown. */
  change?: (cells: Cells) => void
  /** Of another role, to compare with. */
  other?: Cells
}

export function Matrix({ entities, cells, change, other }: Props) {
  const { t } = useTranslation(['roles', 'rights'])
  const nameOf = useEntityName()
  return (
    <table className={styles.matrix}>
      <caption className="mw-sr-only">{t('matrix')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('entity')}</th>
          {actions.map((action) => (
            <th key={action} scope="col">
              {t(`rights:action.${action}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entities.map((entity) => (
          <tr key={entity.key}>
            <th scope="row">{nameOf(entity.key, entity.label)}</th>
            {actions.map((action) => (
              <td key={action} data-action={t(`rights:action.${action}`)}>
                <MatrixCell cell={cellOf(entity, action)} {...{ cells, change, other }} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const cellOf = (entity: Entity, action: string): Cell | undefined =>
  cellsOf([entity]).find(({ right }) => right === `${entity.key}.${action}`)

interface CellProps extends Omit<Props, 'entities'> {
  cell: Cell | undefined
}

function MatrixCell({ cell, cells, change, other }: CellProps) {
  const { t } = useTranslation('roles')
  const rightName = useRightName()
  if (!cell) return <span className={styles.senseless} title={t('senseless')} />
  const value = effective(cells, cell) ?? ''
  const there = other && (effective(other, cell) ?? '')
  const differs = there !== undefined && there !== value
  return (
    <span className={styles.cell} data-differs={differs}>
      {change ? (
        <Choice label={rightName(cell.right)} {...{ cell, cells, value, change }} />
      ) : (
        <span className={styles.value} data-scope={value}>
          {t(`scope.${value || 'none'}`)}
        </span>
      )}
      {differs && <span className={styles.there}>{t('there', { scope: t(`scope.${there || 'none'}`) })}</span>}
    </span>
  )
}

interface ChoiceProps {
  label: string
  cell: Cell
  cells: Cells
  value: '' | Scope
  change: (cells: Cells) => void
}

/** The browser's own list: it works with the keyboard, with screen readers and on every phone. */
function Choice({ label, cell, cells, value, change }: ChoiceProps) {
  const { t } = useTranslation('roles')
  const possible = choices(cells, cell)
  const isLocked = possible.length === 1
  return (
    <span className={styles.choice} title={isLocked ? t('locked') : undefined}>
      <select
        className={styles.select}
        aria-label={label}
        aria-description={isLocked ? t('locked') : undefined}
        data-scope={value}
        value={value}
        disabled={isLocked}
        onChange={({ target }) => change(withCell(cells, cell.right, target.value as '' | Scope))}
      >
        {possible.map((scope) => (
          <option key={scope} value={scope}>
            {t(`scope.${scope || 'none'}`)}
          </option>
        ))}
      </select>
      {isLocked && <LockOutlined className={styles.lock} aria-hidden />}
    </span>
  )
}
