/** What can be done with a process, always in the same order (A2, A4 to A9); what cannot be done now says why. */
import Icon, {
  CheckOutlined,
  ClockCircleOutlined,
  CloudUploadOutlined,
  CopyOutlined,
  DeleteOutlined,
  DiffOutlined,
  EditOutlined,
  FileDoneOutlined,
  LineChartOutlined,
  PlayCircleOutlined,
  RollbackOutlined,
  StopOutlined,
  TagsOutlined,
} from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { comparisonAddress } from '@/components/comparison/address'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useUrlState } from '@/lib/useUrlState'
import { useCloneDialog } from './CloneDialog'
import { useNoteDialog } from './NoteDialog'
import { usePublishDialog } from './PublishDialog'
import { isActive, type Process, useProcessVerbs } from './queries'
import { useStartDialog } from './StartDialog'
import { useTagsDialog } from './TagsDialog'

export const addressOf = ({ project_id, id }: Pick<Process, 'project_id' | 'id'>, tab?: string): string =>
  `/projects/${project_id}/processes/${id}${tab ? `?tab=${tab}` : ''}`

/** `onDeleted`: what to do once it is gone, where its own page is open. */
export function useProcessActions(process: Process, onDeleted?: () => void): RowAction[] {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const verbs = useProcessVerbs(process.id)
  const ask = useConfirm()
  const askStart = useStartDialog()
  const askPublish = usePublishDialog()
  const askClone = useCloneDialog(addressOf)
  const write = useNoteDialog()
  const tag = useTagsDialog()
  const name = t('nameOf', { template: process.template_name, number: process.number })
  const [, schedule] = useUrlState('schedule')
  const reasons = process.actions
  const failed = () => {} // the cache has told it already
  const quietly = (done: Promise<unknown>) => void done.catch(failed)
  const disable = () =>
    isActive(process)
      ? ask({
          title: t('disable.title'),
          text: t('disable.text'),
          verb: t('action.disable'),
          danger: false,
          run: verbs.disable,
        })
      : quietly(verbs.disable())
  const start = () =>
    ['stopped', 'failed'].includes(process.status)
      ? askStart(process, verbs.start)
      : quietly(verbs.start({ mode: 'beginning' }))
  const remove = () => verbs.remove().then(onDeleted)
  const go = (tab?: string) => navigate({ to: addressOf(process, tab) as never })
  return [
    { key: 'enable', icon: <CheckOutlined aria-hidden />, reason: reasons.enable, run: () => quietly(verbs.enable()) },
    { key: 'disable', icon: <StopOutlined aria-hidden />, reason: reasons.disable, run: disable },
    { key: 'start', icon: <PlayCircleOutlined aria-hidden />, reason: reasons.start, divided: true, run: start },
    { key: 'stop', icon: <StopSquare />, reason: reasons.stop, run: () => quietly(verbs.stop()) },
    {
      key: 'withdraw',
      icon: <RollbackOutlined aria-hidden />,
      reason: reasons.withdraw,
      run: () => quietly(verbs.withdraw()),
    },
    {
      key: 'schedule',
      icon: <ClockCircleOutlined aria-hidden />,
      reason: reasons.schedule,
      run: () => schedule(String(process.id)),
    },
    {
      key: 'monitor',
      icon: <LineChartOutlined aria-hidden />,
      reason: reasons.monitor,
      divided: true,
      run: () => go(),
    },
    { key: 'report', icon: <FileDoneOutlined aria-hidden />, reason: reasons.report, run: () => go('report') },
    {
      key: 'compare',
      icon: <DiffOutlined aria-hidden />,
      run: () => navigate({ to: comparisonAddress(process.project_id, [process.id]) as never }),
    },
    {
      key: 'publish',
      icon: <CloudUploadOutlined aria-hidden />,
      reason: reasons.publish,
      run: () => askPublish(process, verbs.publish),
    },
    {
      key: 'clone',
      icon: <CopyOutlined aria-hidden />,
      reason: reasons.clone,
      divided: true,
      run: () => askClone(process),
    },
    { key: 'note', icon: <EditOutlined aria-hidden />, reason: reasons.annotate, run: () => write(process) },
    { key: 'tags', icon: <TagsOutlined aria-hidden />, reason: reasons.annotate, run: () => tag(process) },
    {
      key: 'delete',
      icon: <DeleteOutlined aria-hidden />,
      reason: reasons.delete,
      danger: true,
      divided: true,
      run: () =>
        ask({ title: t('delete.title', { name }), text: t('delete.text'), verb: t('action.delete'), run: remove }),
    },
  ].map((action) => ({ ...action, label: t(`action.${action.key as ActionKey}`) }))
}

type ActionKey = keyof Omit<Process['actions'], 'resume' | 'annotate'> | 'compare' | 'note' | 'tags'

/** The sign of stopping: a filled square. */
const StopSquare = (props: { className?: string }) => <Icon component={Square} {...props} />

const Square = () => (
  <svg width="1em" height="1em" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
    <rect x="3" y="3" width="10" height="10" rx="1.5" />
  </svg>
)
