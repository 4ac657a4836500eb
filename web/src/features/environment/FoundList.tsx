/** What the search found anywhere in the tree, each with where it stands. */
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import styles from './Environment.module.css'
import { type Place, useFound } from './queries'

interface Props {
  industry: number
  search: string
  show: (place: Place) => void
}

/** As many as a person looks at before typing another letter. */
const SHOWN = 100

export function FoundList({ industry, search, show }: Props) {
  const { t } = useTranslation('environment')
  const { data, error, refetch } = useFound(industry, search, SHOWN)
  if (error && !data) return <ErrorBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton active title={false} paragraph={{ rows: 6 }} className={styles.waiting} />
  if (data.total === 0) return <EmptyState title={t('found.nothing')} />
  const hidden = data.total - data.items.length
  return (
    <>
      <p className={styles.foundCount} role="status">
        {t('found.count', { count: data.total })}
      </p>
      <ul className={styles.found}>
        {data.items.map((place) => (
          <li key={place.id}>
            <button type="button" onClick={() => show(place)} title={t('found.show')}>
              <bdi>{place.name}</bdi>
              <span className="mw-muted">{[place.level_name, above(place)].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={styles.foundCount}>{t('picker.more', { count: hidden })}</p>}
    </>
  )
}

const above = ({ ancestors }: Place): string => ancestors.map(({ name }) => name).join(' / ')
