/** What can be done with a machine, always in the same order; each says before what will follow. */
import { CheckOutlined, DeleteOutlined, EditOutlined, StopOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useAllows } from '@/api/session'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import { type Machine, useMachineVerbs } from './queries'

interface Options {
  edit: () => void
  /** What to do once it is gone, where its own page is open. */
  onRemoved?: () => void
}

/** Empty for people who may do nothing with machines. */
export function useMachineActions(machine: Machine, { edit, onRemoved }: Options): RowAction[] {
  const { t } = useTranslation('machines')
  const { number } = useFormat()
  const allows = useAllows()
  const whyNot = useWhyNot()
  const ask = useConfirm()
  const verbs = useMachineVerbs(machine.id)
  const { name, enabled, running, waiting } = machine
  const counts = { name, running: number(running), waiting: number(waiting) }
  const disable = () =>
    ask({
      title: t('disable.title', { name }),
      text: running || waiting ? t('disable.busy', counts) : t('disable.idle'),
      verb: t('action.disable'),
      run: verbs.disable,
    })
  const remove = () =>
    ask({
      title: t('remove.title', { name }),
      text: t('remove.text'),
      verb: t('action.remove'),
      run: () => verbs.remove().then(onRemoved),
    })
  if (!['machines.edit', 'machines.manage', 'machines.delete'].some((right) => allows(right))) return []
  return [
    {
      key: 'edit',
      label: t('action.edit'),
      icon: <EditOutlined aria-hidden />,
      reason: whyNot('machines.edit'),
      run: edit,
    },
    enabled
      ? {
          key: 'disable',
          label: t('action.disable'),
          icon: <StopOutlined aria-hidden />,
          reason: whyNot('machines.manage'),
          run: disable,
        }
      : {
          key: 'enable',
          label: t('action.enable'),
          icon: <CheckOutlined aria-hidden />,
          reason: whyNot('machines.manage'),
          run: () => void verbs.enable().catch(() => {}), // the cache has told it already
        },
    {
      key: 'remove',
      label: t('action.remove'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: whyNot('machines.delete') ?? machine.cannot_remove,
      run: remove,
    },
  ]
}
