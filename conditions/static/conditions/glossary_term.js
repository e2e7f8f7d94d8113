/* The glossary term in the rich text editor: a button that opens the chooser, and the words marked in the text. */
(() => {
    const { createElement } = window.React;
    const { ModalWorkflowSource, TooltipEntity } = window.draftail;

    class GlossaryTermSource extends ModalWorkflowSource {
        getChooserConfig() {
            return {
                url: this.props.entityType.chooserUrls.glossaryTermChooser,
                urlParams: {},
                onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
                responses: { chosen: this.onChosen },
            };
        }

        filterEntityData(term) {
            return { id: term.id, string: term.title || term.string };
        }
    }

    const GlossaryTerm = (props) => {
        const { string } = props.contentState.getEntity(props.entityKey).getData();
        return createElement(TooltipEntity, { ...props, icon: createElement(window.wagtail.components.Icon, { name: "openquote" }), label: string || "" });
    };

    window.draftail.registerPlugin(
        { type: "GLOSSARY-TERM", source: GlossaryTermSource, decorator: GlossaryTerm },
        "entityTypes",
    );
})();
