/** What rights come to, in words: one line for each entity. */
import { useTranslation } from 'react-i18next'
import { useEntityName, useEntityOrder } from '@/components/ui/useRightName'
import { useFormat } from '@/lib/format'
import { byEntity } from './byEntity'
import styles from './People.module.css'

interface Props {
  /** {right: scope}, such as those of several roles together. */
  cells: Record<string, string>
}

export function AllowedList({ cells }: Props) {
  const { t } = useTranslation('rights')
  const nameOf = useEntityName()
  const order = useEntityOrder()
  const { list } = useFormat()
  const word = (action: string, scope: string) => {
    const name = t(`action.${action}` as never) as string
    return scope === 'own' ? t('ownOnly', { action: name }) : name
  }
  return (
    <dl className={styles.allowed}>
      {byEntity(cells, order).map(([entity, actions]) => (
        <div key={entity}>
          <dt>{nameOf(entity)}</dt>
          <dd>{list(actions.map(([action, scope]) => word(action, scope)))}</dd>
        </div>
      ))}
    </dl>
  )
}
