/** A fact of an entry as a person reads it: states and yes or no in words, lists line by line. */
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import styles from './Journal.module.css'

export function Value({ name, value }: { name: string; value: unknown }) {
  const { t } = useTranslation(['journal', 'common'])
  if (value === null || value === undefined || value === '') return <span className="mw-muted">{t('empty.value')}</span>
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (Array.isArray(value)) return <List name={name} values={value} />
  if (typeof value === 'object') return <code>{JSON.stringify(value)}</code>
  const text = String(value)
  const status = `common:status.${text}`
  return name === 'status' && i18next.exists(status) ? t(status as never) : text
}

function List({ name, values }: { name: string; values: unknown[] }) {
  const { t } = useTranslation('journal')
  if (values.length === 0) return <span className="mw-muted">{t('empty.value')}</span>
  return (
    <ul className={styles.list}>
      {values.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: never moved
        <li key={i}>
          <Value name={name} value={value} />
        </li>
      ))}
    </ul>
  )
}

/** The word for a fact's name; a name that has none, such as a parameter's path, is shown as it is. */
export function useFactWords(): (name: string) => string {
  const { t } = useTranslation('journal')
  return (name) => {
    const key = `fact.${name.replace('.kind', '')}`
    return i18next.exists(`journal:${key}`) ? t(key as never) : name
  }
}
