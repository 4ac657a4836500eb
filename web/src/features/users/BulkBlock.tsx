/** Blocks everybody who is ticked; those who cannot be blocked are named before. */
import { StopOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { notify } from '@/lib/notify'
import { type User, useBlock } from './queries'
import { useWhyKept } from './useUserActions'

interface Props {
  users: User[]
  clear: () => void
}

export function BulkBlock({ users, clear }: Props) {
  const { t } = useTranslation('users')
  const whyNot = useWhyNot()
  const whyKept = useWhyKept()
  const confirm = useConfirm()
  const block = useBlock()
  const chosen = users.filter((user) => !user.is_blocked && !whyKept(user))
  const kept = users.filter(whyKept)
  const run = async () => {
    const results = await Promise.allSettled(
      chosen.map(({ id }) => block.mutateAsync({ params: { path: { user_id: id } } })),
    )
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) notify.error(messageOf(failed.reason))
    clear()
  }
  const ask = () =>
    confirm({
      title: t('blockMany', { count: chosen.length }),
      text: kept.length ? t('keptOut', { names: kept.map(({ username }) => username).join(', ') }) : t('blockText'),
      verb: t('block'),
      run,
    })
  return (
    <ReasonButton
      icon={<StopOutlined aria-hidden />}
      reason={whyNot('users.manage') ?? (chosen.length ? null : t('nobodyToBlock'))}
      onClick={ask}
    >
      {t('block')}
    </ReasonButton>
  )
}
