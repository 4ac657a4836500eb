/** The rules of a field, each ticked as soon as what is typed keeps it. The server states and checks them (E13). */
import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useSettled } from '@/lib/useSettled'
import styles from './People.module.css'
import { type Ruled, useTextRules } from './queries'

interface Props {
  of: Ruled
  value: string | undefined
}

export function RuleList({ of, value = '' }: Props) {
  const { t } = useTranslation('users')
  const { data } = useTextRules(of, useSettled(value))
  return (
    <ul className={styles.rules}>
      {data?.map(({ message, kept }) => (
        <li key={message} data-kept={kept}>
          {kept ? <CheckCircleFilled aria-hidden /> : <MinusCircleOutlined aria-hidden />}
          {message} <span className="mw-sr-only">{t(kept ? 'rule.kept' : 'rule.broken')}</span>
        </li>
      ))}
    </ul>
  )
}
