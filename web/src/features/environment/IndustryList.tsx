/** The industries; the chosen one shows its levels (E18). */
import { OrderedListOutlined, StarOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Num } from '@/components/ui/Formatted'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useMasterDataActions } from '@/components/ui/useMasterDataActions'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import type { Ask } from './dialogs'
import styles from './Environment.module.css'
import { type Industry, useDeleteIndustry, useMakeDefault } from './queries'

interface Props {
  industries: Industry[]
  chosen: number
  choose: (industry: number) => void
  ask: Ask
}

export function IndustryList({ industries, chosen, choose, ask }: Props) {
  const { t } = useTranslation('environment')
  const actionsOf = useActions(industries, ask)
  return (
    <nav className={`mw-card ${styles.industries}`} aria-label={t('industries')}>
      <h2 className={styles.heading}>{t('industries')}</h2>
      <ul>
        {industries.map((industry) => (
          <li key={industry.id} data-chosen={industry.id === chosen}>
            <div className={styles.industry}>
              <button
                type="button"
                className={styles.industryName}
                aria-expanded={industry.id === chosen}
                onClick={() => choose(industry.id)}
              >
                {industry.name}
              </button>
              {industry.is_default && <Tag color="cyan">{t('industry.default')}</Tag>}
              <RowMenu name={industry.name} actions={actionsOf(industry)} />
            </div>
            {industry.id === chosen && <Levels industry={industry} ask={ask} />}
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Levels({ industry, ask }: { industry: Industry; ask: Ask }) {
  const { t } = useTranslation('environment')
  const { edit } = useMasterDataReasons()
  return (
    <>
      <ol className={styles.levels} aria-label={t('levels.title')}>
        {industry.levels.map(({ id, name, nodes }) => (
          <li key={id}>
            <span>{name}</span>
            <Num value={nodes} />
          </li>
        ))}
      </ol>
      {!edit && (
        <Button type="link" size="small" onClick={() => ask({ kind: 'levels', industry })}>
          {industry.levels.length ? t('levels.edit') : t('levels.add')}
        </Button>
      )}
    </>
  )
}

function useActions(industries: Industry[], ask: Ask): (industry: Industry) => RowAction[] {
  const { t } = useTranslation('environment')
  const reasons = useMasterDataReasons()
  const makeDefault = useMakeDefault()
  const remove = useDeleteIndustry()
  const whyKept = ({ nodes, is_default }: Industry): string | null => {
    if (nodes > 0) return t('industry.hasPlaces', { count: nodes })
    return is_default && industries.length > 1 ? t('industry.isDefault') : null
  }
  const renameOrDelete = useMasterDataActions<Industry>({
    edit: { label: t('rename.verb'), run: (industry) => ask({ kind: 'renameIndustry', industry }) },
    remove: {
      title: ({ name }) => t('industry.deleteTitle', { name }),
      text: t('industry.deleteText'),
      why: whyKept,
      run: ({ id }) => remove.mutateAsync({ params: { path: { industry: id } } }),
    },
  })
  return (industry) => [
    {
      key: 'default',
      label: t('industry.makeDefault'),
      icon: <StarOutlined aria-hidden />,
      reason: reasons.edit ?? (industry.is_default ? t('industry.already') : null),
      run: () => makeDefault.mutate({ params: { path: { industry: industry.id } } }),
    },
    {
      key: 'levels',
      label: t('levels.edit'),
      icon: <OrderedListOutlined aria-hidden />,
      reason: reasons.edit,
      run: () => ask({ kind: 'levels', industry }),
    },
    ...renameOrDelete(industry),
  ]
}
