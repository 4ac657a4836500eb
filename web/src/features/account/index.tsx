/** The own account: name, language, theme, password. */
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import { PageHeader } from '@/components/ui/PageHeader'
import styles from './Account.module.css'
import { PasswordForm } from './PasswordForm'
import { PersonForm } from './PersonForm'
import { ScreenForm } from './ScreenForm'

export function AccountScreen() {
  const { t } = useTranslation('account')
  const account = useSession().data?.account
  if (!account) return null
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={styles.cards}>
        <PersonForm account={account} />
        <ScreenForm />
        <PasswordForm mustSet={account.must_set_password} />
      </div>
    </>
  )
}
