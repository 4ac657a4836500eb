/** The bar on top: where one is, what runs now, language, theme, and the person. */
import { QuestionCircleOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Avatar, Button, Tooltip } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { $api } from '@/api/client'
import { queryClient } from '@/api/queryClient'
import { useSession } from '@/api/session'
import { IconMenu } from '@/components/ui/IconMenu'
import { LanguageMenu, ThemeMenu } from '@/components/ui/PreferenceMenus'
import { useIsPhone } from '@/lib/useMediaQuery'
import styles from './Frame.module.css'

const JobsTray = lazy(() => import('@/features/processes/JobsTray').then(({ JobsTray }) => ({ default: JobsTray })))

const Bell = lazy(() => import('@/features/notices/Bell').then(({ Bell }) => ({ default: Bell })))

interface Props {
  slotRef: (element: HTMLElement | null) => void
  showKeys: () => void
}

export function TopBar({ slotRef, showKeys }: Props) {
  const { t } = useTranslation()
  const isPhone = useIsPhone()
  return (
    <header className={styles.top}>
      <nav ref={slotRef} className={styles.breadcrumb} aria-label={t('frame.breadcrumb')} />
      <Suspense>
        <JobsTray />
        <Bell />
      </Suspense>
      {!isPhone && (
        <Tooltip title={t('keys.title')}>
          <Button
            type="text"
            icon={<QuestionCircleOutlined aria-hidden />}
            aria-label={t('keys.title')}
            onClick={showKeys}
          />
        </Tooltip>
      )}
      <LanguageMenu />
      <ThemeMenu />
      <PersonMenu />
    </header>
  )
}

/** The avatar: the first letters of the name. */
function Initials({ name = '' }: { name?: string }) {
  const letters = name.split(/\s+/, 2).map((word) => [...word].slice(0, 1).join(''))
  return (
    <Avatar size={24} aria-hidden className={styles.avatar}>
      {letters.join('').toUpperCase()}
    </Avatar>
  )
}

function PersonMenu() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const account = useSession().data?.account
  const isPhone = useIsPhone()
  const signOut = $api.useMutation('delete', '/api/session', {
    onSuccess: () => {
      queryClient.getQueryCache().clear()
      navigate({ to: '/sign-in' as never })
    },
  })
  const choose = (key: 'account' | 'out') =>
    key === 'out' ? signOut.mutate({}) : navigate({ to: '/account' as never })
  const items = [
    { key: 'account' as const, label: t('frame.account') },
    { key: 'out' as const, label: t('frame.signOut') },
  ]
  const name = [account?.first_name, account?.last_name].filter(Boolean).join(' ') || account?.username
  return (
    <IconMenu label={t('frame.person', { name })} icon={<Initials name={name} />} items={items} choose={choose}>
      {isPhone ? undefined : name}
    </IconMenu>
  )
}
