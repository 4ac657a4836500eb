/** One user: details to edit, the history of sign-ins, the tokens; or a new one. */
import { Drawer, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { SignIns } from '@/components/people/SignIns'
import { Tokens } from '@/components/people/Tokens'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useUrlState } from '@/lib/useUrlState'
import { useUser } from './queries'
import { UserForm } from './UserForm'

interface Props {
  /** None: a new one. */
  id: number | undefined
  close: () => void
}

const WIDTH = 520

export function UserDrawer({ id, close }: Props) {
  const { t } = useTranslation('users')
  const { data: user, error, refetch } = useUser(id)
  const [tab, setTab] = useUrlState('tab', 'details')
  const leave = () => {
    setTab('details')
    close()
  }
  return (
    <Drawer
      open
      size={WIDTH}
      title={id === undefined ? t('create') : (user?.username ?? '…')}
      onClose={leave}
      destroyOnHidden
    >
      {error && <ErrorBox error={error} retry={refetch} />}
      {id === undefined && <UserForm close={leave} />}
      {id !== undefined && user && (
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: 'details', label: t('tab.details'), children: <UserForm user={user} close={leave} /> },
            { key: 'signIns', label: t('tab.signIns'), children: <SignIns userId={id} /> },
            { key: 'tokens', label: t('tab.tokens'), children: <Tokens userId={id} /> },
          ]}
        />
      )}
    </Drawer>
  )
}
