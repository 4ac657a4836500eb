/** What the project asks of a version before it is published or put into production. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Dropdown, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { currentOf } from '@/components/ui/changed'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useWhyNot } from '@/components/ui/useWhyNot'
import styles from './GateDialog.module.css'
import { classNumbers, freshRule, kinds, wholeNumbers } from './gateRules'
import { type GateRules, type Rule, useSetGateRules } from './queries'

interface Row {
  key: number
  rule: Rule
}

let made = 0
const keyed = (rules: Rule[]): Row[] => rules.map((rule) => ({ key: made++, rule }))

interface Props {
  projectId: number
  owner: { id: number } | null
  given: GateRules
  close: () => void
}

export function GateDialog({ projectId, owner, given, close }: Props) {
  const { t } = useTranslation(['gate', 'common'])
  const [rows, setRows] = useState(() => keyed(given.rules))
  const [revision, setRevision] = useState(given.revision)
  const [problem, setProblem] = useState<{ text: string; now?: GateRules }>()
  const { mutate, isPending } = useSetGateRules()
  const whyNot = useWhyNot()('projects.edit', owner)
  const rules = rows.map(({ rule }) => rule)
  const save = () =>
    mutate(
      { params: { path: { project_id: projectId } }, body: { rules, revision } },
      {
        onSuccess: close,
        onError: (error) => {
          const now = currentOf<GateRules>(error)
          setProblem({ text: messageOf(error), now })
          if (now) setRevision(now.revision) // saving again is deliberate: what is new has been shown
        },
      },
    )
  const change = (changed: Row) => setRows(rows.map((row) => (row.key === changed.key ? changed : row)))
  return (
    <ReasonModal
      open
      width={680}
      title={t('title')}
      onCancel={close}
      okText={t('save')}
      cancelText={t('common:cancel')}
      reason={whyNot}
      confirmLoading={isPending}
      onOk={save}
    >
      <p className="mw-muted">{t('about')}</p>
      {problem && <Refused {...problem} take={(theirs) => setRows(keyed(theirs))} />}
      {!rows.length && <p>{t('none')}</p>}
      <ul className={styles.rules}>
        {rows.map(({ key, rule }) => (
          <li key={key}>
            <RuleFields rule={rule} change={(to) => change({ key, rule: to })} />
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t('remove')}
              onClick={() => setRows(rows.filter((row) => row.key !== key))}
            />
          </li>
        ))}
      </ul>
      <Dropdown
        trigger={['click']}
        menu={{
          items: kinds.map((key) => ({
            key,
            label: t(`kind.${key}`),
            onClick: () => setRows([...rows, ...keyed([freshRule(key)])]),
          })),
        }}
      >
        <Button icon={<PlusOutlined aria-hidden />}>{t('add')}</Button>
      </Dropdown>
    </ReasonModal>
  )
}

function Refused({ text, now, take }: { text: string; now?: GateRules; take: (rules: Rule[]) => void }) {
  const { t } = useTranslation('gate')
  const action = now && (
    <Button size="small" onClick={() => take(now.rules)}>
      {t('takeTheirs', { count: now.rules.length })}
    </Button>
  )
  return <Alert type="warning" showIcon role="alert" className={styles.refused} title={text} action={action} />
}

function RuleFields({ rule, change }: { rule: Rule; change: (rule: Rule) => void }) {
  const { t } = useTranslation('gate')
  if (rule.kind === 'certificate') return <span>{t('kind.certificate')}</span>
  const numbers = rule.kind === 'class' ? classNumbers : wholeNumbers
  const share = rule.kind === 'not_worse' ? 'tolerance' : 'least'
  const value = rule.kind === 'not_worse' ? (rule.tolerance ?? 0) : rule.least
  return (
    <span className={styles.fields}>
      <span className={styles.kind}>{t(`kind.${rule.kind}`)}</span>
      <Select
        className={styles.number}
        aria-label={t('number')}
        value={rule.number}
        options={numbers.map((name) => ({ value: name, label: t(`numbers.${name}`) }))}
        onChange={(number) => change({ ...rule, number } as Rule)}
      />
      <InputNumber<number>
        className={styles.value}
        aria-label={t(share)}
        min={0}
        max={100}
        prefix={t(`sign.${share}`)}
        suffix="%"
        value={Math.round(value * 10_000) / 100}
        onChange={(percent) => change({ ...rule, [share]: (percent ?? 0) / 100 } as Rule)}
      />
    </span>
  )
}
