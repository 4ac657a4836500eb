/** The own account (E16): name, language, theme, password, tokens, sign-ins. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import { AllowedList } from '@/components/people/AllowedList'
import { SignIns } from '@/components/people/SignIns'
import { TokenDialog } from '@/components/people/TokenDialog'
import { Tokens } from '@/components/people/Tokens'
import { PageHeader } from '@/components/ui/PageHeader'
import { useRoleName } from '@/components/ui/useRightName'
import { useFormat } from '@/lib/format'
import styles from './Account.module.css'
import { Card } from './Card'
import { NoticesCard } from './NoticesCard'
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
        <PasswordForm />
        <ScreenForm />
        <NoticesCard />
        <RolesCard />
        <TokensCard />
        <Card title={t('signIns')}>
          <SignIns />
        </Card>
      </div>
    </>
  )
}

/** What the person may do, and by which roles. */
function RolesCard() {
  const { t } = useTranslation('account')
  const account = useSession().data?.account
  const nameOf = useRoleName()
  const { list } = useFormat()
  if (!account) return null
  return (
    <Card title={t('roles')}>
      <p className={styles.roles}>{list(account.roles.map(nameOf)) || t('noRoles')}</p>
      <AllowedList cells={account.rights} />
    </Card>
  )
}

function TokensCard() {
  const { t } = useTranslation('account')
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={t('tokens')}>
      <p className="mw-muted">{t('tokensText')}</p>
      <Tokens />
      <Button icon={<PlusOutlined aria-hidden />} className={styles.more} onClick={() => setOpen(true)}>
        {t('createToken')}
      </Button>
      {isOpen && <TokenDialog close={() => setOpen(false)} />}
    </Card>
  )
}
